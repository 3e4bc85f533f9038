// @ts-nocheck
export const slip: number = 'text';
