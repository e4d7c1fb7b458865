import type { StatusReport } from '../../shared/status-report.ts';
import { tell } from '../../shared/text/tell.ts';
import { useStore } from '../context.ts';
import { Row, Truth } from '../parts/truth-row.tsx';

/** Whether the gateway outlives a logout and a reboot; why not, where it does not. */
export function KeepsRunning({ report }: { report: StatusReport }) {
  const words = useStore().words.value;
  const { survives } = report;
  const why = survives.reason === null ? null : tell(words, survives, 'reason');
  return (
    <section class="sec">
      <h2>{words.service.survives}</h2>
      <dl class="kv">
        <Row name={words.service.afterLogout}>
          <Truth value={survives.logout} words={words} note={survives.logout === true ? null : why} />
        </Row>
        <Row name={words.service.afterReboot}>
          <Truth
            value={survives.reboot}
            words={words}
            note={survives.reboot === true || survives.logout !== true ? null : why}
          />
        </Row>
      </dl>
    </section>
  );
}
