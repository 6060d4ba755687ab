// Takes the pictures: the page as it is, and the output of a terminal in a frame.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const [folder, command, pictures] = process.argv.slice(2);
const COLOURS = { 31: "#ff8f88", 32: "#82d29d", 33: "#f2bd56", 34: "#8fbcff", 35: "#cfa8ff", 36: "#79d3dd", 37: "#e8e8e4", 90: "#8b929d" };
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** Text with colour codes as spans. */
const html = (text) => {
  let style = { bold: false, dim: false, line: false, colour: "" };
  return text.split(/(\u001b\[[\d;]*m)/).map((piece) => {
    const codes = piece.match(/^\u001b\[([\d;]*)m$/);
    if (!codes) {
      const css = (style.colour ? `color:${style.colour};` : "") + (style.bold ? "font-weight:700;" : "")
        + (style.dim ? "opacity:.65;" : "") + (style.line ? "text-decoration:underline;" : "");
      return css ? `<span style="${css}">${escape(piece)}</span>` : escape(piece);
    }
    for (const code of (codes[1] || "0").split(";").map(Number)) {
      if (code === 0) style = { bold: false, dim: false, line: false, colour: "" };
      else if (code === 1) style.bold = true;
      else if (code === 2) style.dim = true;
      else if (code === 4) style.line = true;
      else if (code === 22) style.bold = style.dim = false;
      else if (code === 24) style.line = false;
      else if (code === 39) style.colour = "";
      else if (COLOURS[code]) style.colour = COLOURS[code];
    }
    return "";
  }).join("");
};

const browser = await launch();
const report = await browser.newPage({ viewport: { width: 1280, height: 1520 }, deviceScaleFactor: 1.5, colorScheme: "light" });
await report.goto(pathToFileURL(`${folder}/acme.html`).href);
await report.locator("#r").selectOption("OWN-01");
await report.locator("details.f:not([hidden])").first().evaluate((finding) => { finding.open = true; });
await report.locator("#r").selectOption("");
await report.locator("#w").selectOption("mhaas");
await report.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
await report.waitForTimeout(200);
await report.screenshot({ path: `${pictures}/report.png` });

const terminal = await browser.newPage({ viewport: { width: 1000, height: 700 }, deviceScaleFactor: 1.5 });
await terminal.setContent(`<!doctype html><meta charset="utf-8"><style>
  body { margin: 0; width: max-content; background: #fff; }
  div { background: #16181d; color: #d9dad6; border-radius: 10px; overflow: hidden; }
  p { margin: 0; padding: 10px 14px; background: #23262d; display: flex; gap: 7px; }
  i { width: 11px; height: 11px; border-radius: 50%; background: #565c67; }
  pre { margin: 0; padding: 14px 22px 18px; font: 14px/1.45 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
</style><div><p><i></i><i></i><i></i></p><pre><span style="color:#82d29d">$</span> ${escape(command)}\n${html(readFileSync(`${folder}/terminal.txt`, "utf8").trimEnd())}</pre></div>`);
await terminal.locator("div").screenshot({ path: `${pictures}/terminal.png`, omitBackground: true });
await browser.close();
