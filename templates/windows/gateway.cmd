@echo off
rem {{description}}
{{change-folder}}
{{environment}}
{{command}} < NUL
