import { nodeTypes } from "@sluice/shared/nodes/registry";
import { expect, test } from "vitest";
import { hasIcon } from "./node-icon.tsx";

test.each(nodeTypes.map(({ type, icon }) => [type, icon]))("%s has its icon", (_, icon) => {
  expect(hasIcon(icon)).toBe(true);
});
