/** The `--port` of a gateway command line, or null: `gateway --port 18789` and `--port=18789` are both understood. */
export function portOfCommand(command: readonly string[]): number | null {
  for (let index = 0; index < command.length; index += 1) {
    const argument = command[index] ?? '';
    const text = argument === '--port' ? command[index + 1] : /^--port=(.*)$/.exec(argument)?.[1];
    if (text !== undefined && /^\d{1,5}$/.test(text)) return Number(text);
  }
  return null;
}
