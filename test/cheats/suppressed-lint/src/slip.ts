/* eslint-disable */
export const slip = (value: any): any => value;
