import { expect, expectNoSeriousAxe, test } from "./support/test.ts";

test("the built app opens without a problem", async ({ page }) => {
  await page.goto("/");
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page).toHaveTitle(/Drey/);
  await expectNoSeriousAxe(page);
});

test("declares in its headers and its page that no foreign code may run", async ({ page, request }) => {
  const response = await request.get("/");
  const header = response.headers()["content-security-policy"] ?? "";
  await page.goto("/");
  const declared = await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute("content");
  const directives = (declared ?? "").split(";").map((directive) => directive.trim());
  expect(directives).toContain("script-src 'self'");
  expect(directives).toContain("style-src 'self'");
  expect(header.split(";")).toEqual([...directives, "frame-ancestors 'none'"]);
});

test("lists the backends beside the page", async ({ request }) => {
  const response = await request.get("/drey.json");
  expect(response.status()).toBe(200);
  expect(await response.json()).toHaveProperty("backends");
});
