/** Every token of tokens.css: colours of both themes with their contrast, sizes drawn to scale, the rest as it is written. */
import css from '../../src/renderer/styles/tokens.css?raw';
import { Shelf } from './shelf.tsx';
import { colourOf, contrastOf, PAIRS, readTokens, type Theme, type Token } from './tokens.ts';

const tokens = readTokens(css);
const THEMES = ['light', 'dark'] satisfies readonly Theme[];

/** The surface on which a colour is worst, and its contrast there. */
function lowest(name: string, theme: Theme): string {
  const pairs = PAIRS.filter(({ text }) => text === name);
  const [worst] = pairs
    .map((pair) => ({ pair, ratio: contrastOf(tokens, pair, theme) }))
    .sort((a, b) => a.ratio - b.ratio);
  return worst === undefined
    ? ''
    : `${worst.ratio.toFixed(2)} on ${worst.pair.surface}, needs ${worst.pair.floor} (${pairs.length} surfaces)`;
}

function ColourRow({ token }: { token: Token }) {
  return (
    <tr>
      <th scope="row" class="mono">
        --{token.name}
      </th>
      {THEMES.map((theme) => (
        <td key={theme} class={`side-${theme}`}>
          <span class="swatch" style={{ background: `var(--${token.name})` }} />
        </td>
      ))}
      {THEMES.map((theme) => (
        <td key={theme} class="num">
          {lowest(token.name, theme)}
        </td>
      ))}
    </tr>
  );
}

/** How a token that is no colour is drawn. */
function Drawn({ token }: { token: Token }) {
  const value = `var(--${token.name})`;
  if (/^t-/.test(token.name)) return <span style={{ fontSize: value }}>default is healthy</span>;
  if (/^w-/.test(token.name)) return <span style={{ fontWeight: value }}>default is healthy</span>;
  if (/^(font|mono)$/.test(token.name)) return <span style={{ fontFamily: value }}>default is healthy, pid 4127</span>;
  if (/^r-/.test(token.name)) return <span class="box-of" style={{ borderRadius: value, boxShadow: 'var(--e-1)' }} />;
  if (/^e-/.test(token.name)) return <span class="box-of" style={{ boxShadow: value }} />;
  if (/px$/.test(token.value)) return <span class="bar-of" style={{ width: value }} />;
  return null;
}

export function TokenTables() {
  const colours = tokens.filter(({ name }) => colourOf(tokens, name, 'light') !== null);
  const others = tokens.filter((token) => !colours.includes(token));
  return (
    <>
      <Shelf
        title="Colours"
        note="Contrast is computed from tokens.css as WCAG 2.2 defines it, on every surface that the colour stands on; the lowest is shown. Text needs 4.5, glyphs and outlines that carry meaning 3."
      >
        <table class="tokens">
          <thead>
            <tr>
              <th scope="col">Token</th>
              <th scope="col">Light</th>
              <th scope="col">Dark</th>
              <th scope="col">Lowest contrast, light</th>
              <th scope="col">Lowest contrast, dark</th>
            </tr>
          </thead>
          <tbody>
            {colours.map((token) => (
              <ColourRow key={token.name} token={token} />
            ))}
          </tbody>
        </table>
      </Shelf>
      <Shelf title="Type, space, sizes, radii, elevation, motion">
        <table class="tokens">
          <tbody>
            {others.map((token) => (
              <tr key={token.name}>
                <th scope="row" class="mono">
                  --{token.name}
                </th>
                <td>
                  <Drawn token={token} />
                </td>
                <td class="mono">{token.value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Shelf>
    </>
  );
}
