/** Japanese of `../../en/core/configuration.ts`. Copy rules are in `../../ja.ts`. */
import type { configuration as english } from '../../en/core/configuration.ts';

export const configuration: Readonly<Record<keyof typeof english, string>> = {
  'config.empty': '空です',
  'config.not-json5': '正しい JSON5 ではありません',
  'config.not-json5-at': '{line} 行 {column} 列が正しい JSON5 ではありません',
  'hint.correct-there': 'その箇所を修正するか、次を実行してください: openclaw doctor',
  'hint.correct-or-doctor': '修正するか、次を実行してください: openclaw doctor',
  'config.too-deep': '入れ子が {count} 段を超えています',
  'config.no-object': '内容がオブジェクトではありません',
  'include.objects': 'ほかのキーと並ぶ $include には、オブジェクトを含むファイルを指定する必要があります',
  'include.form': '$include はパス、またはパスの一覧である必要があります',
  'include.no-path': '$include の {path} は使えるパスではありません',
  'include.circle': '$include の {path} が循環しています（{chain}）',
  'include.too-deep': '$include の {path} が {count} 段を超えています',
  'include.absent': '$include の {path} が存在しません',
  'runtime.absent': '{path} がないか、実行できません',
  'runtime.silent': '{path} が 5 秒以内にバージョンを返しませんでした',
  'runtime.other': '{path} の応答が {name} のものではありません',
  'runtime.version': '{path} のバージョンは {version} ですが、{range} が必要です',
  'config.port-form': '{field} は引用符なしの 1 から 65535 までの整数である必要があります',
  'config.field-form': '{field} が OpenClaw の想定する形式ではありません',
};
