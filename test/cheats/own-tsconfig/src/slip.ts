export const slip: number = 'text';
