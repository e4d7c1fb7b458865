/** Chinese of `../../en/core/configuration.ts`. Copy rules are in `../../zh.ts`. */
import type { configuration as english } from '../../en/core/configuration.ts';

export const configuration: Readonly<Record<keyof typeof english, string>> = {
  'config.empty': '它为空',
  'config.not-json5': '它不是有效的 JSON5',
  'config.not-json5-at': '第 {line} 行第 {column} 列不是有效的 JSON5',
  'hint.correct-there': '请在该处更正，或运行：openclaw doctor',
  'hint.correct-or-doctor': '请更正，或运行：openclaw doctor',
  'config.too-deep': '嵌套超过 {count} 层',
  'config.no-object': '其内容不是对象',
  'include.objects': '与其他键并列的 $include 必须指向内容为对象的文件',
  'include.form': '$include 必须是路径或路径列表',
  'include.no-path': '其 $include {path} 不是可用的路径',
  'include.circle': '其 $include {path} 形成循环（{chain}）',
  'include.too-deep': '其 $include {path} 超过 {count} 层',
  'include.absent': '其 $include {path} 不存在',
  'runtime.absent': '{path} 不存在或不可执行',
  'runtime.silent': '{path} 未在 5 秒内给出版本',
  'runtime.other': '{path} 的应答不像 {name}',
  'runtime.version': '{path} 的版本为 {version}，需要 {range}',
  'config.port-form': '{field} 必须是 1 到 65535 的整数，且不带引号',
  'config.field-form': '{field} 不符合 OpenClaw 所要求的格式',
};
