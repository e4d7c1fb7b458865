/** Version of the status object and of everything that holds it. It rises when a field changes its meaning; new fields do not count. */
export const SCHEMA_VERSION = 1;
