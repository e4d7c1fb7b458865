/** The real gateway takes 5 to 15 s from process to port here, longer on slow disks (openclaw 2026.9.6): until then silence is normal. */
export const START_GRACE_MS = 90_000;
