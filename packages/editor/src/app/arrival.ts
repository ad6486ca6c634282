/** Where the page was when it was loaded, before any step inside of it. */
export const arrivedAt: string = window.location.pathname;
