export const kept = true;
