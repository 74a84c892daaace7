import type { Page } from "@playwright/test";
import { expect, test } from "../support/test.ts";
import { layoutFaults } from "./layout-faults.ts";

// Pages with planted faults: the layout checks find each of them, and nothing in their correct
// counterparts.

const STYLE =
  "<!doctype html><style>body { margin: 0; font: 13px/20px sans-serif } .at { position: absolute; left: 20px } .cut { width: 60px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis }</style>";
const LONG = "ClickEventStatistics Sink: Committer";
const HINT = `<p class="cut" onpointerenter="this.setAttribute('aria-describedby', 'h'); h.hidden = false"
  onpointerleave="this.removeAttribute('aria-describedby'); h.hidden = true">${LONG}</p><p id="h" role="tooltip" hidden>${LONG}</p>`;

const faulty: readonly (readonly [what: string, html: string, fault: RegExp])[] = [
  ["text over text", `<p class="at" style="top: 0">Busy</p><p class="at" style="top: 8px">Backpressured</p>`, /^overlap: "Busy"/],
  ["a button over text", `<p class="at" style="top: 20px">Busy</p><button class="at" style="top: 30px">Stop</button>`, /^overlap: "Stop"/],
  ["text beside its button", `<button style="width: 30px; padding: 0; white-space: nowrap; text-align: left">${LONG}</button>`, /^beside/],
  ["text cut with an ellipsis", `<p class="cut">${LONG}</p>`, /^cut: "ClickEvent/],
  ["a line cut through", `<p style="height: 30px; width: 60px; overflow: hidden">Source: topic</p>`, /^cut: "Source/],
  ["text cut whose hint says something else", HINT.replace(`hidden>${LONG}`, "hidden>A vertex."), /^cut: "ClickEvent/],
  [
    "a button outside a box that cuts",
    `<div style="width: 100px; height: 40px; overflow: hidden; position: relative"><button class="at" style="left: 200px">Stop</button></div>`,
    /^out of reach: div > button.*cut off/,
  ],
  [
    "a button under another element",
    `<button class="at" style="top: 20px">Stop</button><div style="position: fixed; inset: 0"></div>`,
    /^out of reach: button.*covered by div/,
  ],
  [
    "small buttons side by side",
    `<button style="width: 16px; height: 16px; padding: 0" aria-label="A"></button><button style="width: 16px; height: 16px; padding: 0" aria-label="B"></button>`,
    /^too small: button\[aria-label="A"\]/,
  ],
  ["a document that scrolls sideways", `<p style="width: 5000px">Busy</p>`, /^the document scrolls sideways/],
];

const correct: readonly (readonly [what: string, html: string])[] = [
  ["lines of text", `<p>Busy</p><p>Backpressured</p><button>Stop</button>`],
  ["text cut with its full text in a title", `<p class="cut" title="${LONG}">${LONG}</p>`],
  ["text cut with its full text elsewhere", `<p class="cut">${LONG}</p><p>${LONG}</p>`],
  ["text cut with its full text in a hint", HINT],
  [
    "content that a box scrolls to",
    `<div style="width: 100px; overflow: auto"><p style="width: 900px; text-align: right">${LONG} <button>Stop</button></p></div>`,
  ],
  [
    "a dialog over the page",
    `<p>Busy</p><button>Stop</button><dialog style="top: 0; left: 0; margin: 0">Sure?</dialog><script>document.querySelector("dialog").showModal()</script>`,
  ],
  [
    "small buttons with room around them",
    `<button style="width: 16px; height: 16px; padding: 0; margin: 8px" aria-label="A"></button><button style="width: 16px; height: 16px; padding: 0; margin: 8px" aria-label="B"></button>`,
  ],
  ["a link within a sentence", `<p>See <a href="#a">the first</a> and <a href="#b">the second</a> for details.</p>`],
];

/** In a new document, which has not seen the pointer. */
async function show(page: Page, html: string): Promise<void> {
  await page.goto("about:blank");
  await page.setContent(STYLE + html);
}

test("each planted fault is found", async ({ page }) => {
  for (const [what, html, fault] of faulty) {
    await show(page, html);
    expect(await layoutFaults(page), what).toContainEqual(expect.stringMatching(fault));
  }
});

test("a page without faults has none", async ({ page }) => {
  for (const [what, html] of correct) {
    await show(page, html);
    expect(await layoutFaults(page), what).toEqual([]);
  }
});
