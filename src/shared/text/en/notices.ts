/** Notifications of the desktop. Their first line is the verdict's own sentence. Copy rules are in `../en.ts`. */
export const notices = {
  notices: {
    look: 'Open it to see what was found.',
    show: 'Show',
    startAgain: 'Start again',
    notByYou: 'It was not stopped from here.',
    recovered: 'It answers again.',
    flapping: (profile: string) => `${profile} keeps coming and going`,
    flappingBody: (n: number) => `It changed ${n} times in ten minutes. Nothing more is said until it is calm.`,
    summary: (n: number) => (n === 1 ? '1 more gateway changed' : `${n} more gateways changed`),
    andMore: (n: number) => `and ${n} more`,
  },
};
