export const floor: string;
export function nodeFloor(): string;
