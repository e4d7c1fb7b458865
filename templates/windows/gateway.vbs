' {{description}}
Set shell = CreateObject("WScript.Shell")
{{mark-launcher}}
WScript.Quit shell.Run({{script}}, 0, True)
