/** A file imported as text at build time (Vite's `?raw`). */
declare module '*?raw' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: Vite gives the text as the default export.
  export default text;
}
