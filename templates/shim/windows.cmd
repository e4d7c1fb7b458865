@echo off
rem OpenClaw Tray on the command line: runs the app's own binary as Node, so that no second runtime is needed.
setlocal
set NODE_OPTIONS=
set NODE_REPL_EXTERNAL_MODULE=
set ELECTRON_RUN_AS_NODE=1
"%~dp0..\..\OpenClaw Tray.exe" "%~dp0..\app.asar\dist\cli\openclaw-tray.mjs" %*
exit /b %ERRORLEVEL%
