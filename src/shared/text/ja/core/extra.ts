/** Japanese of `../../en/core/extra.ts`. Copy rules are in `../../ja.ts`. */
import type { extra as english } from '../../en/core/extra.ts';

export const extra: Readonly<Record<keyof typeof english, string>> = {
  'clause.ends': '{clause}。',
  'extra.starts': '起動するもの: {command}',
  'extra.legacy':
    '同じ製品の古い名前のサービスです。そのゲートウェイと現在のゲートウェイが、ポートとデータを奪い合います。',
  'extra.orphaned': 'プロファイル {profile} のサービスですが、{gone}。',
  'extra.orphaned-default': '既定のプロファイルのサービスですが、{gone}。',
  'extra.nobodys':
    'OpenClaw のゲートウェイを起動しますが、どのプロファイルのものでもありません。OpenClaw やこの製品が作ったものではありません。',
  'gone.definition': '定義を使えません: {problem}',
  'gone.program': 'プログラム {path} がなくなっています',
  'gone.state': '状態フォルダー {path} がなくなっています',
  'gone.config': '設定 {path} がなくなっています',
  'extra.unit-file': 'ユニット ファイル: {path}',
  'extra.link': '{path} へのリンクです。',
  'extra.definition': '定義: {path}',
  'extra.property-list': 'プロパティ リスト: {path}',
  'extra.task': 'スケジュールされたタスク: {path}',
  'extra.runs': '{path} を実行します。',
  'problem.link-nowhere': 'リンク先の {path} がありません',
  'scan.folder': '{path} の中を確認できませんでした（{error}）。',
  'scan.tasks': 'スケジュールされたタスクの一覧を取得できませんでした: {reason}',
  'scan.task-folder': '{path} のタスクを読めませんでした。',
  'not-installed.extra': '詳しい走査では、{name} という余分なサービスは見つかりません。',
  'hint.finds-none': '一つも見つかりません。',
  'hint.finds': '見つかったもの: {names}。',
  'scope.both-port': '両方がポート {port} を使います。',
  'scope.both-state': '両方が状態フォルダー {path} を使います。',
};
