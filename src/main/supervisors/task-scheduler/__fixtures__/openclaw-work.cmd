@echo off
rem OpenClaw Gateway (profile: work)
set "HOME=C:\Users\me"
set "TMPDIR=C:\Users\me\AppData\Local\Temp"
set "OPENCLAW_STATE_DIR=C:\Users\me\.openclaw-work"
set "OPENCLAW_CONFIG_PATH=C:\Users\me\.openclaw-work\openclaw.json"
set "NODE_OPTIONS="
set "OPENCLAW_PROFILE=work"
set "OPENCLAW_GATEWAY_PORT=19001"
set "OPENCLAW_SYSTEMD_UNIT=openclaw-gateway-work.service"
set "OPENCLAW_WINDOWS_TASK_NAME=OpenClaw Gateway (work)"
set "OPENCLAW_SERVICE_MARKER=openclaw"
set "OPENCLAW_SERVICE_KIND=gateway"
"C:\Program Files\nodejs\node.exe" --max-old-space-size=8192 C:\Users\me\AppData\Roaming\npm\node_modules\openclaw\dist\index.js gateway --port 19001 --task-supervisor < NUL
