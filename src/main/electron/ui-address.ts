/** The window's own address. A scheme of our own instead of file:, so that pages have an origin and files no rights. */
export const UI_SCHEME = 'app';
export const UI_HOST = 'ui';
export const UI_ORIGIN = `${UI_SCHEME}://${UI_HOST}`;
export const UI_START = `${UI_ORIGIN}/index.html`;
