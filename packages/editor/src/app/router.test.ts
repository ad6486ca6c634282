import { expect, test } from "vitest";
import { hrefOf, type Route, routeOf } from "./router.ts";

const cases: [string, Route][] = [
  ["/", { screen: "flows" }],
  ["/flows/black-friday", { screen: "editor", flowId: "black-friday" }],
  ["/flows/a%20b%2Fc", { screen: "editor", flowId: "a b/c" }],
  ["/inbox", { screen: "inbox", conversationId: null }],
  ["/inbox/c1", { screen: "inbox", conversationId: "c1" }],
  ["/contacts", { screen: "contacts", contactId: null }],
  ["/contacts/p1", { screen: "contacts", contactId: "p1" }],
  ["/templates", { screen: "templates" }],
  ["/phone", { screen: "phone" }],
  ["/settings", { screen: "settings" }],
  ["/nothing/here/at-all", { screen: "unknown", path: "/nothing/here/at-all" }],
];

test.each(cases)("%s is its route and back", (path, route) => {
  expect(routeOf(path)).toEqual(route);
  expect(hrefOf(route)).toBe(path);
});

test("a broken escape in the address is kept as it is", () => {
  expect(routeOf("/flows/%E0%A4%A")).toEqual({ screen: "editor", flowId: "%E0%A4%A" });
});
