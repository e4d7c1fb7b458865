@chcp 850 >nul
@rem openclaw-launcher-encoding=cp850
@echo off
rem OpenClaw Gateway
set "HOME=C:\Users\J”rg"
set "ODD=a^!b^^c^"d%%e"
"C:\Users\J”rg\node.exe" "C:\a^!b\index.js" gateway --port 18789 --task-supervisor < NUL
