@chcp 932 >nul
@rem openclaw-launcher-encoding=shift_jis
@echo off
rem OpenClaw Gateway
set "HOME=C:\Users\‘¾˜Y"
set "ODD=a^!b^^c^"d%%e"
"C:\Users\‘¾˜Y\node.exe" "C:\a^!b\index.js" gateway --port 18789 --task-supervisor < NUL
