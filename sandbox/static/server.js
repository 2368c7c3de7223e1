// What the page asks of the server.

let toastTimer = 0;
export function toast(words) {
  const el = document.getElementById("toast");
  el.textContent = words;
  el.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { el.hidden = true; }, 4200);
}

export async function act(name, deed) {
  if (name !== "read") document.getElementById("toast").hidden = true;
  try {
    const res = await fetch(name, {
      method: "POST",
      headers: deed instanceof FormData ? {} : { "Content-Type": "application/json" },
      body: deed instanceof FormData ? deed : JSON.stringify(deed),
    });
    const told = await res.json().catch(() => ({ error: "服务没有应答" }));
    if (told.error) toast(told.error);
    return !told.error;
  } catch {
    toast("连接不上服务，请稍后再试");
    return false;
  }
}
