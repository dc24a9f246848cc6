// Where one reads on after each step, what is said in which language, links put into an open tab, what stands on paper. Started by
// journey_test.py.
import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [, , address, modules, shots] = process.argv;
const require = createRequire(modules + "/");
const { chromium } = require("playwright-core");

const whole = {
  size: "small", related_party: "false", contract_date: "2022-08-15", contract_amount: "1200000", paid_amount: "1200000.00",
  recognition: "national", first_time: "true", loan_principal: "5000000", loan_rate: "0.0435", loan_start: "2022-01-10",
  loan_end: "2022-12-20", repaid_on_time: "true", premium: "30000", insured: "execution", equipment_sales: "90000000",
};
const link_to = (answers, lang) => `#a=${Buffer.from(JSON.stringify({ answers: JSON.stringify(answers), lang, large: "0" })).toString("base64url")}`;
const renewed = async (page, act) => {
  const before = await page.evaluate(() => document.documentElement.dataset.shown);
  await act();
  await page.waitForFunction((one) => document.documentElement.dataset.shown && document.documentElement.dataset.shown !== one, before);
  await page.waitForTimeout(100);
};
const press = (page, text) => renewed(page, () => page.getByRole("button", { name: text, exact: true }).last().click());
const active = (page) => page.evaluate(() => `${document.activeElement.tagName}#${document.activeElement.id}`);

// the focus is on the heading, and the heading is in sight
async function at_heading(page, where) {
  assert.equal(await active(page), "H1#", where);
  assert.equal(await page.evaluate(() => scrollY), 0, where);
  const box = await page.locator("h1").boundingBox();
  assert.ok(box.y >= 0 && box.y < 400, `${where}: the heading is out of sight`);
}

async function steps(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 400 } });
  await page.goto(`${address}?lang=en`);
  await press(page, "Start");
  await at_heading(page, "after Start");
  const first = await page.title();
  await page.getByLabel("small", { exact: true }).check();
  await page.evaluate(() => scrollTo(0, 9999));
  await press(page, "Continue");
  await at_heading(page, "after Continue");
  assert.notEqual(await page.title(), first, "each question has a title of its own");
  await page.evaluate(() => scrollTo(0, 9999));
  await press(page, "Back");
  await at_heading(page, "after Back");
  await press(page, "Continue");
  await page.evaluate(() => scrollTo(0, 9999));
  await press(page, "I do not know");
  await at_heading(page, "after I do not know");
  await press(page, "Continue");                       // nothing is written
  assert.equal(await active(page), "DIV#errors");
  await page.close();
}

async function parts(browser) {
  const page = await browser.newPage({ viewport: { width: 320, height: 400 } });
  await page.goto(address + link_to(whole, "zh"));
  await page.locator(".total").waitFor();
  for (const [button, part] of [["画图", "chart"], ["比较", "compare"]]) {
    if (part === "compare") await page.locator("#other_value").waitFor();
    await press(page, button);
    assert.equal(await active(page).then((one) => one.includes(part) || one.startsWith("INPUT") || one.startsWith("SELECT")), true, `${button}: ${await active(page)}`);
    const top = await page.evaluate((one) => document.getElementById(one).getBoundingClientRect().top, part);
    assert.ok(top > -400 && top < 400, `${button}: ${part} is at ${top}`);
  }
  await page.close();
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
try {
  await steps(browser);
  await parts(browser);
  console.log("each step is read from its heading; links, languages and paper say what they should");
} finally {
  await browser.close();
}
