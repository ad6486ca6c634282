import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormattedText } from "./formatted-text.tsx";

test.each([
  ["plain", "plain"],
  ["the price is *live* now", "the price is <strong>live</strong> now"],
  ["_soon_, ~never~", "<em>soon</em>, <s>never</s>"],
  ["*bold and _both_*", "<strong>bold and <em>both</em></strong>"],
  ["```code *as is*```", "<code>code *as is*</code>"],
  ["2*3*4 and snake_case_name", "2*3*4 and snake_case_name"],
  ["* not a mark *", "* not a mark *"],
  ["<b>no markup</b>", "&lt;b&gt;no markup&lt;/b&gt;"],
])("%s", (text, markup) => {
  expect(renderToStaticMarkup(<FormattedText text={text} />)).toBe(markup);
});
