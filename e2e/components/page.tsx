/** Every component in every state, light and dark side by side, and the tokens. Written to docs/components.html by write.ts. */
import '../../src/renderer/styles/all.ts';
import './page.css';
import { render } from 'preact';
import { Controls } from './controls.tsx';
import { Pieces } from './pieces.tsx';
import { Rows } from './rows.tsx';
import { Sheets } from './sheets.tsx';
import { TokenTables } from './token-tables.tsx';

function Everything() {
  return (
    <>
      <header class="page-head">
        <h1>Components and tokens</h1>
        <p class="t2">
          Made from the window’s own components and styles. Colours, sizes and times stand in one file, tokens.css.
        </p>
      </header>
      <main>
        <Controls />
        <Pieces />
        <Rows />
        <Sheets />
        <TokenTables />
      </main>
    </>
  );
}

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no element with the id "page".');
render(<Everything />, root);
