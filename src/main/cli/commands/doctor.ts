import type { Diagnosis } from '../../../shared/diagnosis.ts';
import { type Diagnosed, diagnoseProfile } from '../../operations/diagnose.ts';
import type { CliContext, Selection } from '../cli-context.ts';
import { EXIT } from '../exit-codes.ts';
import { printJson } from '../output.ts';
import { renderDoctor } from '../render-doctor.ts';
import { profileOf } from './profile-of.ts';

export interface DoctorOptions {
  readonly deep?: boolean;
  readonly json?: boolean;
  readonly fix?: string;
  readonly choice?: number;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
}

/** Exit 0 when nothing is wrong, 1 when something is, 4 when it could not be found out. */
export async function doctorCommand(cli: CliContext, selection: Selection, options: DoctorOptions): Promise<number> {
  const core = await cli.core();
  const profile = profileOf(core, selection);
  if (options.fix !== undefined) {
    const { fixCommand } = await import('./doctor-fix.ts');
    return fixCommand(cli, core, profile, { ...options, fix: options.fix });
  }
  const diagnosed = await diagnoseProfile(core, profile, { deep: options.deep ?? false, signal: cli.signal });
  if (options.json === true) printJson(cli.output, jsonOf(diagnosed));
  else cli.output.out(renderDoctor(diagnosed, cli.output));
  return exitCodeOf(diagnosed);
}

function jsonOf({ report, notFoundOut }: Diagnosed): object {
  return {
    schemaVersion: report.schemaVersion,
    profile: report.profile,
    verdict: report.verdict,
    /** The first error or warning; null when there is none. */
    headline: report.diagnoses.find(isProblem)?.code ?? null,
    diagnoses: report.diagnoses.map((diagnosis) => ({ ...diagnosis, page: `docs/rules/${diagnosis.code}.md` })),
    extraServices: report.extraServices,
    notFoundOut,
    checkedAt: report.checkedAt,
  };
}

function isProblem({ severity }: Diagnosis): boolean {
  return severity !== 'notice';
}

function exitCodeOf({ report }: Diagnosed): number {
  if (report.verdict.level === 'unknown') return EXIT.unknown;
  return report.diagnoses.some(isProblem) ? EXIT.failed : EXIT.done;
}
