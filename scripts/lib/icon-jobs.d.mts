export interface IconJob {
  readonly name: string;
  readonly svg: string;
  readonly size: number;
  readonly colour: string;
  readonly badge?: string;
}
export const drawings: string;
export const images: string;
export const assets: string;
export const states: readonly string[];
export const ICO_SIZES: readonly number[];
export function trayJobs(): readonly IconJob[];
export function trayPage(job: IconJob): string;
export function appIconPage(size: number): string;
