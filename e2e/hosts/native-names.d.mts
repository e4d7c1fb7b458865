export declare const PREFIX: RegExp;
export declare function newPrefix(): string;
export declare function prefixOf(env: Readonly<Record<string, string | undefined>>): string;
export declare function ownedName(prefix: string, name: string): string | null;
