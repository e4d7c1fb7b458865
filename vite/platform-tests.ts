/**
 * Tests that cannot run on a platform, each with its reason, which is printed there: what is left out must be seen. What they test is
 * pure or POSIX, and is run on Linux (and macOS) in the same workflow.
 */
interface LeftOut {
  readonly platforms: readonly NodeJS.Platform[];
  readonly files: readonly string[];
  readonly reason: string;
}

const LEFT_OUT: readonly LeftOut[] = [
  {
    platforms: ['win32'],
    files: ['e2e/simulators/*.unit.test.ts', 'e2e/simulators/systemd/**'],
    reason: 'the simulated launchctl and systemctl run shell scripts and POSIX signals',
  },
  {
    platforms: ['win32', 'darwin'],
    files: ['e2e/simulators/schtasks/**'],
    reason: 'the simulated Windows finds its processes in /proc',
  },
  {
    platforms: ['win32'],
    files: ['src/main/supervisors/systemd/**', 'src/main/supervisors/launchd/{install,control,render}.test.ts'],
    reason: 'they check POSIX paths, permissions and links on the disk',
  },
  {
    platforms: ['win32', 'darwin'],
    files: ['src/main/supervisors/embedded/{adapter,files}.test.ts'],
    reason: 'they find processes in /proc, and their permissions are POSIX',
  },
  {
    platforms: ['win32'],
    files: ['src/main/system/{lock,elevation,elevation-apply}.test.ts'],
    reason: 'they check POSIX permissions, users and signals',
  },
];

/** Patterns of the tests that are not run on this platform; says so on stderr. */
export function notHere(platform: NodeJS.Platform): readonly string[] {
  const here = LEFT_OUT.filter(({ platforms }) => platforms.includes(platform));
  for (const { files, reason } of here)
    process.stderr.write(`NOT RUN on ${platform}: ${files.join(', ')}: ${reason}\n`);
  return here.flatMap(({ files }) => files);
}
