@chcp 65001 >nul
@rem openclaw-launcher-encoding=utf-8
@echo off
rem OpenClaw 'Söhne' (it's) 100 $HOME 日本
cd /d "C:\Users\m & e's 5%% 日本\.openclaw work\50%% & $x"
set "HOME=C:\Users\m & e's 5%% 日本"
set "OPENCLAW_PROFILE=work"
set "K0=a b"
set "K1=it's "quoted^""
set "K2=&<>&amp;]]><!--"
set "K3=日本語 ✓ Söhne"
set "K4=$HOME ${HOME} `id` $(id)"
set "K5=back\slash\"
set "K6=%%PATH%% %%h %%n 50%%"
set "K7=}}{{description}}"
set "K8=;"
set "K10=--flag=x"
"C:\Users\m & e's 5%% 日本\no de\node.exe" "C:\Users\m & e's 5%% 日本\o'b & c\index.js" gateway --port 19001 "a b" "&<>&amp;]]><!--" "日本語 ✓ Söhne" "$HOME ${HOME} `id` $(id)" back\slash\ "%%PATH%% %%h %%n 50%%" }}{{description}} ; --flag=x < NUL
