// The HTML report of fixtures/acme as people use it: two widths, two colour schemes, keyboard, filters, links, copying, print.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const url = pathToFileURL(process.argv[2]).href;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
let checks = 0;

/** A fresh page; whatever the browser complains of fails the check, and so does any request beside the page itself. */
const open = async ({ width, height = 844, colorScheme = "light", hash = "", ...more }) => {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, ...more });
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!request.url().startsWith(url) && !request.url().startsWith("data:")) complaints.push(request.url());
  });
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => console.error("policy", event.violatedDirective));
  });
  await page.goto(url + hash);
  return { page, done: async () => { assert.deepEqual(complaints, []); await context.close(); } };
};

const check = async (name, options, body) => {
  try {
    const { page, done } = await open(options);
    await body(page);
    await done();
    checks += 1;
  } catch (error) {
    console.error(`not ok: ${name} ${JSON.stringify(options)}`);
    throw error;
  }
};

const shown = (page) => page.locator(".f:not([hidden])").count();
const status = (page) => page.locator("#s-status").textContent();
const total = 135;

for (const width of [1280, 390]) {
  await check("nothing is wider than the window, closed or open", { width }, async (page) => {
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.equal(await overflow(), 0);
    assert.equal(await status(page), `${total} of ${total} shown`);
    await page.getByRole("button", { name: "Expand all" }).click();
    await page.getByText("The same dates as a table").click();
    assert.equal(await overflow(), 0);
    const wide = await page.evaluate(() => {
      for (const item of document.querySelectorAll(".f")) item.style.contentVisibility = "visible";
      return [...document.querySelectorAll("main *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .filter((element) => !element.closest("svg, .sr, thead"))
        .map((element) => element.outerHTML.slice(0, 90));
    });
    assert.deepEqual(wide, []);
  });

  await check("filters narrow the list and say how far", { width }, async (page) => {
    assert.equal(await page.locator("#s-status").getAttribute("aria-live"), "polite");
    await page.getByLabel("Rule", { exact: true }).selectOption("OWN-01");
    assert.equal(await status(page), `2 of ${total} shown`);
    assert.equal(await shown(page), 2);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.waitForFunction((all) => document.getElementById("s-status").textContent === all, `${total} of ${total} shown`);
    await page.getByLabel("Verdict").selectOption("acceptable");
    assert.equal(await status(page), `5 of ${total} shown`);
    await page.getByLabel("Verdict").selectOption("");
    await page.getByLabel("Only blocked").check();
    assert.equal(await status(page), `96 of ${total} shown`);
    assert.equal(await page.locator(".fine").isVisible(), false);
    await page.getByLabel("Severity").selectOption("critical");
    const critical = await shown(page);
    assert.ok(critical > 0 && critical < 96);
    for (const kind of await page.locator(".f:not([hidden]) .k").allTextContents()) assert.match(kind, /^critical /);
    await page.getByRole("button", { name: "Clear" }).click();
    await page.getByLabel("Who can unblock").selectOption("sdemir");
    const who = await shown(page);
    assert.ok(who > 0 && who < total);
    await page.getByLabel("Text").fill("warehouse worker ACME-2026-0274");
    await page.waitForFunction(() => document.getElementById("s-status").textContent.startsWith("1 of"));
    await page.getByLabel("Text").fill("no finding says this");
    await page.waitForFunction(() => document.getElementById("s-status").textContent.startsWith("0 of"));
    assert.equal(await shown(page), 0);
  });

  await check("a link to a finding opens it, also one that a filter hides", { width, hash: "#ACME-2026-0274" }, async (page) => {
    const finding = page.locator("#ACME-2026-0274");
    await page.waitForFunction(() => document.activeElement.localName === "summary");
    const at = () => finding.evaluate((element) => {
      const box = element.querySelector("summary").getBoundingClientRect();
      const top = document.elementFromPoint(box.left + box.width / 2, box.top + 3);
      return { open: element.open, inside: element.contains(top), focus: element.contains(document.activeElement) };
    });
    assert.deepEqual(await at(), { open: true, inside: true, focus: true });
    await page.getByLabel("Rule", { exact: true }).selectOption("ACT-01");
    await page.evaluate(() => { location.hash = "#ACME-2026-0317"; });
    await page.waitForFunction(() => document.getElementById("ACME-2026-0317").open);
    assert.equal(await status(page), `${total} of ${total} shown`);
  });

  for (const colorScheme of ["light", "dark"]) {
    await check("axe has nothing serious to say", { width, colorScheme, bypassCSP: true, hash: "#ACME-2026-0274" }, async (page) => {
      await page.getByText("The same dates as a table").click();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => axe.run(document, { resultTypes: ["violations"] }));
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      assert.deepEqual(
        serious.map(({ id, nodes }) => [id, nodes.length, nodes[0].html.slice(0, 120), nodes[0].failureSummary]),
        [],
      );
    });
  }
}

await check("the keyboard alone does everything", { width: 1280 }, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim().replace(/\s+/g, " "));
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Skip to the report");
  await page.locator("#q").focus();
  await page.keyboard.type("OWN-01 warehouse");
  await page.waitForFunction(() => !document.getElementById("s-status").textContent.startsWith("135"));
  for (let presses = 0; presses < 12 && !(await focused()).includes("ACME-"); presses += 1) await page.keyboard.press("Tab");
  const first = page.locator("details.f:not([hidden])").first();
  assert.match(await focused(), /ACME-2026-\d+ Login of a temporary warehouse worker/);
  assert.equal(await first.evaluate((element) => element.open), false);
  await page.keyboard.press("Enter");
  assert.equal(await first.evaluate((element) => element.open), true);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Link to this finding");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Copy the lines for OWN-01");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Shift+Tab");
  await page.keyboard.press("Space");
  assert.equal(await first.evaluate((element) => element.open), false);
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "where the focus is can be seen");
});

await check("colours follow the system, and the button", { width: 1280, colorScheme: "dark" }, async (page) => {
  const light = () => page.evaluate(() => {
    const [red, green, blue] = getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).map(Number);
    return red + green + blue > 380;
  });
  assert.equal(await light(), false);
  const button = page.locator("#s-theme");
  await button.press("Enter");
  assert.deepEqual([await button.textContent(), await light()], ["Theme: light", true]);
  await page.reload();
  assert.equal(await light(), true, "it is kept");
  await button.press("Enter");
  await button.press("Enter");
  assert.deepEqual([await button.textContent(), await light()], ["Theme: auto", false]);
});

await check("lines to paste are copied as they are", { width: 1280, hash: "#ACME-2026-0274", permissions: ["clipboard-read", "clipboard-write"] }, async (page) => {
  await page.locator("#ACME-2026-0274 .copy").click();
  await page.waitForFunction(() => document.querySelector("#ACME-2026-0274 .copy").textContent.startsWith("Copied"));
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), "accountable_owner: …\n");
  assert.equal(await status(page), "Copied");
});

await check("a rule of the table filters the findings", { width: 1280 }, async (page) => {
  await page.locator("a[data-rule='OWN-01']").click();
  assert.equal(await status(page), `2 of ${total} shown`);
  assert.equal(await page.getByLabel("Rule", { exact: true }).inputValue(), "OWN-01");
});

await check("without scripts everything can be read", { width: 390, javaScriptEnabled: false }, async (page) => {
  assert.equal(await page.locator("#q").isVisible(), false);
  await page.locator("#ACME-2026-0274 > summary").click();
  assert.equal(await page.locator("#ACME-2026-0274 .says").isVisible(), true);
});

await check("on paper every finding is open", { width: 1280 }, async (page) => {
  await page.emulateMedia({ media: "print" });
  await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
  assert.equal(await page.locator("details.f:not([open])").count(), 0);
  assert.equal(await page.locator("#s-filters").isVisible(), false);
});

await browser.close();
console.log(`browser: ${checks} checks of the page passed`);
