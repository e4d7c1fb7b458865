/** Japanese of the shim's help and of what it says about a command line. Loaded when either is shown, never else. */
import type { HelpWords } from '../help-words.ts';

export const help: HelpWords = {
  titles: {
    'Usage:': '使い方:',
    'Options:': 'オプション:',
    'Commands:': 'コマンド:',
    'Arguments:': '引数:',
    'choices:': '選択肢:',
    'default:': '既定値:',
  },
  usage: {
    unknownOption: '不明なオプションです: {1}',
    unknownCommand: '不明なコマンドです: {1}',
    didYouMean: 'もしかして: {1}',
    missingArgument: '引数 {1} が必要です。',
    optionArgument: 'オプション {1} に値が必要です。',
    requiredOption: 'オプション {1} が必要です。',
    conflict: '{1} と {2} は同時に使えません。',
    tooMany: '引数が多すぎます: {1}',
    invalidOption: 'オプション {1} の値 {2} は正しくありません。{3}',
    invalidArgument: '引数 {2} の値 {1} は正しくありません。{3}',
    choices: '使える値: {1}。',
    milliseconds: '1 から {1} までの整数（ミリ秒）を指定してください。',
    wholeNumber: '1 から {1} までの整数を指定してください。',
    seconds: '0 から {1} までの数（秒）を指定してください。',
    span: '36h や 7d のような期間を、最大 7d で指定してください。',
    moment:
      '10m や 2h のような期間、14:30 のような時刻、または 2026-11-22T14:30:00Z のような ISO 形式の日時を指定してください。',
    choice: '1 から 9 までの数を指定してください。',
  },
  lines: {
    'Runs the OpenClaw gateway as a background service.':
      'OpenClaw のゲートウェイをバックグラウンド サービスとして動かします。',
    'print the version': 'バージョンを表示',
    'display help for command': 'コマンドのヘルプを表示',
    'show the help of a command': 'コマンドのヘルプを表示',
    'use this profile (own configuration, state and service)': 'このプロファイルを使う（専用の設定、状態、サービス）',
    'use the predefined profile "dev"': '定義済みのプロファイル "dev" を使う',
    'speak this language (messages for people only)': '表示する言語（人向けのメッセージのみ）',
    'install, run and look at the gateway service': 'ゲートウェイのサービスのインストール、実行、確認',
    'definition, process and RPC of the service, and the verdict': 'サービスの定義、プロセス、RPC と判定',
    'ask the supervisor only, not the gateway': 'スーパーバイザーだけに問い合わせ、ゲートウェイには問い合わせない',
    'also look for legacy, extra and orphaned services': '旧名、余分、孤立したサービスも探す',
    'bound on the probe, milliseconds': '確認の制限時間（ミリ秒）',
    'exit 0 only when healthy: 1 not well, 3 not running, 4 unknown':
      '正常な場合だけ終了コード 0。1 異常、3 停止中、4 不明',
    'every profile found on this machine': 'このコンピューターで見つかったすべてのプロファイル',
    'stay, and print each change until Ctrl+C': 'Ctrl+C まで、変化があるたびに表示',
    'with --watch: repeat the status when nothing changed for this long, seconds':
      '--watch と併用: この秒数変化がなければ状態を再表示',
    'print one JSON object; with --watch one a line': 'JSON オブジェクトを 1 つ表示。--watch では 1 行に 1 つ',
    'write the service definition, enable it, start it and see it answer':
      'サービス定義を書き込み、有効にし、起動して応答を確認',
    'port of the gateway; also written to openclaw.json': 'ゲートウェイのポート。openclaw.json にも書き込む',
    'program that runs OpenClaw': 'OpenClaw を動かすプログラム',
    'absolute path of that program': 'そのプログラムの絶対パス',
    'OpenClaw itself: dist/index.js, its package folder or a source checkout':
      'OpenClaw 本体: dist/index.js、パッケージのフォルダー、またはソース',
    'becomes gateway.auth.token in openclaw.json; "-" reads it from standard input':
      'openclaw.json の gateway.auth.token になる。"-" で標準入力から読み取る',
    'keep it running with this supervisor': 'このスーパーバイザーで動かし続ける',
    'account that a system service runs as; made when it is missing (openclaw)':
      'システム サービスを動かすアカウント。なければ作成（openclaw）',
    'also keep it running after logout (systemd lingering)': 'ログアウト後も動かし続ける（systemd の linger）',
    'Windows: run also while nobody is logged on; asks for your password in an administrator terminal':
      'Windows: ログオンしていない間も動かす。管理者のターミナルでパスワードを尋ねる',
    'write the definition again although one is there': '定義がすでにあっても書き直す',
    'keep what was written even when the service does not come up': 'サービスが起動しなくても、書き込んだ内容を残す',
    'how long it may take until it answers, milliseconds': '応答までの制限時間（ミリ秒）',
    'print the plan, touch nothing': '計画を表示し、何も変更しない',
    'print one JSON object': 'JSON オブジェクトを 1 つ表示',
    "stop the service and remove everything we wrote; OpenClaw's data stays":
      'サービスを停止し、書き込んだものをすべて削除。OpenClaw のデータは残る',
    'start the service and see it answer': 'サービスを起動し、応答を確認',
    'stop the service and see its port free': 'サービスを停止し、ポートが空いたことを確認',
    'let it start by itself at login or boot; what runs is left alone':
      'ログイン時または起動時に自動で起動する。実行中のものはそのまま',
    'do not let it start by itself; what runs is left alone': '自動で起動しない。実行中のものはそのまま',
    'restart it in one step; done when a new process answers': '一度の操作で再起動。新しいプロセスの応答で完了',
    'first end a gateway of this profile that holds the port without being its service':
      'サービス以外でポートを使っているこのプロファイルのゲートウェイを、先に終了させる',
    'with --force: also end a gateway whose profile cannot be told':
      '--force と併用: プロファイルが分からないゲートウェイも終了させる',
    'the health snapshot of the gateway, over RPC': 'RPC によるゲートウェイの稼働状況',
    "ask this gateway instead of the profile's own": 'プロファイルのものではなく、このゲートウェイに問い合わせる',
    'secret for it; "-" reads it from standard input': 'そのシークレット。"-" で標準入力から読み取る',
    'password for it; "-" reads it from standard input': 'そのパスワード。"-" で標準入力から読み取る',
    'bound on the whole call, milliseconds': '呼び出し全体の制限時間（ミリ秒）',
    'the system service of this profile (Linux), which runs as its own account from boot on':
      'このプロファイルのシステム サービス（Linux）。専用アカウントで起動時から動く',
    'your own service of this profile, also when the system has one':
      'このプロファイルの自分のサービス。システムのものがあってもこちらを使う',
    'what the service, the gateway and its supervisor logged, merged by time':
      'サービス、ゲートウェイ、スーパーバイザーのログを時刻順に表示',
    'how many of the last lines (100; with --since all)': '末尾から何行表示するか（100。--since ではすべて）',
    'go on with what is written from now on, until Ctrl+C': 'Ctrl+C まで、新しい行を表示し続ける',
    'not before: 30s, 10m, 2h, 3d ago, a time of day, or an ISO time':
      'これより前は除く: 30s、10m、2h、3d 前、時刻、または ISO 形式の日時',
    'this level and above': 'このレベル以上',
    'only lines with this text, in any letter case': 'この文字列を含む行だけ（大文字と小文字を区別しない）',
    'only lines of this source': 'この出力元の行だけ',
    'print one JSON object a line': '1 行に 1 つの JSON オブジェクトを表示',
    'name the cause of what is wrong, and its cure': '異常の原因と対処を示す',
    'remove an extra service that --deep finds; its definition is kept':
      '--deep で見つかった余分なサービスを削除。定義は残す',
    'carry out the cure of this finding, then look whether it helped': 'この診断への対処を実行し、解決したか確認',
    'with --fix: which of its cures, 1 is the first': '--fix と併用: どの対処か（1 が最初）',
    'with --fix or --remove: print the plan, touch nothing':
      '--fix または --remove と併用: 計画を表示し、何も変更しない',
    'with --fix or --remove: agree to the plan': '--fix または --remove と併用: 計画に同意',
    'which tools of the platform are here, and what it costs when one is missing':
      'プラットフォームのツールの有無と、ない場合の影響',
    'everything a maintainer needs in one file, without secrets':
      '開発者に必要な情報を、シークレットを除いて 1 つのファイルにまとめる',
    'where to write it; by default into the current folder': '書き込み先。既定では現在のフォルダー',
    'how many log lines': 'ログの行数',
    'show what would be in it, write nothing': '内容を表示し、何も書き込まない',
    'print it as text for an issue instead': '代わりに、報告用のテキストとして表示',
    'the profiles of this machine, with their ports and verdicts':
      'このコンピューターのプロファイルと、そのポートと判定',
    'the live status of every profile, or of the one that is named, until Ctrl+C':
      'すべて、または指定したプロファイルの現在の状態を、Ctrl+C まで表示',
    'repeat the status when nothing changed for this long, seconds': 'この秒数変化がなければ状態を再表示',
    'also run the hooks of "alerts" when a verdict changes': '判定が変わったとき "alerts" のフックも実行',
    'one JSON object a line, at each change': '変化があるたびに 1 行に 1 つの JSON オブジェクトを表示',
    'what the app saw of the gateway: availability, outages, restarts':
      'アプリが記録したゲートウェイの稼働率、停止、再起動',
    'how far back: hours (36h) or days (7d), at most 7d': 'さかのぼる期間: 時間（36h）または日（7d）、最大 7d',
    'wait until the profile is in a state: exit 0 when it is, 1 when not in time, 4 when not known':
      'プロファイルが指定の状態になるまで待つ。終了コードは 0 到達、1 時間切れ、4 不明',
    'what to wait for': '待つ状態',
    'how long, seconds; 0 looks once': '待つ秒数。0 は 1 回だけ確認',
    'the status of every profile, or of the one that is named, as Prometheus metrics':
      'すべて、または指定したプロファイルの状態を Prometheus のメトリクスとして出力',
    "write them to this file, as a whole, for node_exporter's textfile collector":
      'node_exporter の textfile コレクター用に、まとめてこのファイルへ書き込む',
    'bound on each probe, milliseconds': '各確認の制限時間（ミリ秒）',
    'commands and webhooks that are told when a verdict changes': '判定が変わったときに知らせるコマンドと Webhook',
    'the alerts that are set up': '設定済みのアラート',
    'tell a command (after "--") or a webhook; of every profile, or of the one that is named':
      'コマンド（"--" の後）または Webhook に知らせる。すべて、または指定したプロファイルが対象',
    'POST to this http(s) address; "-" reads it from standard input':
      'この http(s) アドレスへ POST。"-" で標準入力から読み取る',
    'call it this': 'この名前を付ける',
    'only when the verdict becomes one of these, with commas between':
      '判定がこのいずれかになったときだけ（コンマ区切り）',
    'bound on one attempt, seconds': '1 回の試行の制限時間（秒）',
    'at most so many in a minute; more are collapsed to the latest': '1 分あたりの上限。超えた分は最新のものにまとめる',
    'send the content of this 0600 file as a header': 'この 0600 ファイルの内容をヘッダーとして送る',
    'send the value of this variable as a header': 'この環境変数の値をヘッダーとして送る',
    'the header that carries it': 'それを送るヘッダー',
    'forget an alert': 'アラートを削除',
    'send a test through one alert, or all': '1 つまたはすべてのアラートでテストを送る',
    'Examples:': '例:',
    'install the default profile and start it': '既定のプロファイルをインストールして起動',
    'what is true right now': '現在の状態',
    'restart another profile': '別のプロファイルを再起動',
    'the same for scripts': 'スクリプト用',
    'the one cause that matters, and its cure': '主な原因と対処',
    'Exit codes: 0 done or healthy, 1 failed, 2 usage, 3 not running (status --check), 4 unknown, 5 needs elevation, 6 conflict,':
      '終了コード: 0 完了または正常、1 失敗、2 使い方の誤り、3 停止中（status --check）、4 不明、5 管理者の権限が必要、6 競合、',
    '7 rolled back (it did not come up; what was before is back), 8 could not be rolled back.':
      '7 元に戻した（起動しなかったため、変更前の状態）、8 元に戻せなかった。',
    'Exit codes: 0 nothing is wrong, 1 something is, or the cure did not help, 4 could not be found out.':
      '終了コード: 0 異常なし、1 異常あり、または対処で解決せず、4 確認できず。',
  },
};
