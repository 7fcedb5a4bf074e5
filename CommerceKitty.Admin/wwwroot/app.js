// The little that must happen in the browser. Everything else is rendered by the server.
(() => {
  const yearInSeconds = 31536000;
  const setCookie = (name, value) => {
    document.cookie = `${name}=${encodeURIComponent(value)};path=/;max-age=${yearInSeconds};samesite=lax`;
  };
  const timeZone = () => {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
    setCookie('timezone', zone);
    return zone;
  };

  // The fonts come after what makes the page work. Once the browser has them, the server sets the class itself.
  const useFonts = () => {
    document.documentElement.classList.add('fonts');
    setCookie('fonts', 'yes');
  };

  const finders = new WeakMap();
  // What was typed into the field that finds anything before the page became interactive, which draws the field again.
  let early = '';

  // Which key is it? Only the SHA-256 of a pasted value is sent. Plain http has no crypto.subtle: then its hint is searched for.
  const findKey = async (box, value) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(value));
    const hash = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, '0')).join('');
    await finders.get(box).invokeMethodAsync('FindKeyAsync', hash, value.slice(0, 10));
  };

  // Where to continue in a form: its first wrong field, or what asks for the focus; else what was refused comes into view.
  const focusForm = (form) => {
    const next = form.querySelector('[aria-invalid=true]') ?? form.querySelector('[data-form-focus]');
    if (next) next.focus();
    else form.querySelector('.ck-note-error')?.scrollIntoView({ block: 'nearest' });
  };

  // Going back, or loading a page again, shows it where it was left. The browser alone cannot: when it scrolls, the rows are still on
  // their way. So the page is scrolled with everything that comes, until the viewer does something.
  const patience = 20000;
  const placesName = 'scroll-places';
  const places = new Map(JSON.parse(sessionStorage.getItem(placesName) ?? '[]'));
  const entry = () => window.navigation?.currentEntry?.key;
  let wantedPlace = null;
  let wantedUntil = 0;
  // A click may change the page's height, and so where it is scrolled to, before the page that it leads to has an entry of its own.
  let clicked = false;
  const wantPlace = (place) => {
    wantedPlace = place;
    wantedUntil = performance.now() + patience;
  };
  const keepPlace = () => {
    if (wantedPlace !== null && performance.now() > wantedUntil) wantedPlace = null;
    if (wantedPlace !== null && Math.abs(scrollY - wantedPlace) > 1) scrollTo(0, wantedPlace);
  };
  if (['reload', 'back_forward'].includes(performance.getEntriesByType('navigation')[0]?.type)) wantPlace(places.get(entry()) ?? null);
  window.navigation?.addEventListener('currententrychange', (event) => {
    clicked = false;
    if (event.navigationType === 'traverse') wantPlace(places.get(entry()) ?? 0);
    else if (event.navigationType === 'push') wantedPlace = null;
  });
  new MutationObserver(keepPlace).observe(document.body, { childList: true, subtree: true });
  document.fonts.addEventListener('loadingdone', keepPlace);
  addEventListener('scroll', () => {
    if (wantedPlace === null && !clicked && entry()) places.set(entry(), Math.round(scrollY));
  }, { passive: true });
  for (const act of ['wheel', 'touchstart', 'pointerdown', 'keydown', 'click']) {
    addEventListener(act, () => {
      wantedPlace = null;
      clicked = act === 'click';
    }, { capture: true, passive: true });
  }
  addEventListener('pagehide', () => sessionStorage.setItem(placesName, JSON.stringify([...places].slice(-100))));

  window.commerceKitty = {
    // The layout calls this once its circuit runs: from then on the page responds to clicks.
    started() {
      document.body.dataset.interactive = 'yes';
      useFonts();
      return timeZone();
    },

    print() {
      print();
    },
    // Draws a table's checkboxes as its data says: all, some or none.
    showStates(table) {
      for (const box of table?.querySelectorAll('input[data-state]') ?? []) {
        box.checked = box.dataset.state === 'all';
        box.indeterminate = box.dataset.state === 'some';
      }
    },
    focusForm(form) {
      if (form) focusForm(form);
    },
    reveal(element) {
      element?.scrollIntoView({ block: 'nearest' });
    },
    // How the viewer looks at lists: columns and row density.
    rememberLists(text) {
      setCookie('lists', text);
    },
    // Other rows are read from the first one on, unless going back has a place of its own.
    showListTop(list) {
      if (wantedPlace === null && list && list.getBoundingClientRect().top < 52) list.scrollIntoView();
    },
    // The field that finds anything tells where its answers go.
    find(box, page) {
      if (!box) return;
      finders.set(box, page);
      // Unless the focus is in something else by now; the page itself puts it onto its heading.
      if (early && !box.value && !document.activeElement?.matches('input, textarea, select, button, a')) {
        box.focus();
        box.value = early;
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
      early = '';
    },
    // Writes into a field, unless more was typed since.
    replaceText(box, seen, text) {
      if (box && box.value === seen) box.value = text;
    },
    setTheme(theme) {
      setCookie('theme', theme);
      document.documentElement.classList.remove('dark', 'light');
      document.documentElement.classList.add(theme);
      document.querySelector('meta[name=color-scheme]')?.setAttribute('content', theme);
    },
  };

  // Select and copy: works without permission for the clipboard, and on plain http.
  const copyBySelection = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    try {
      return document.execCommand('copy');
    } catch {
      return false;
    }
  };

  const copy = async (button) => {
    const element = document.getElementById(button.dataset.copy);
    if (!element) return;
    let copied = false;
    try {
      await navigator.clipboard.writeText(element.textContent);
      copied = true;
    } catch {
      copied = copyBySelection(element);
    }
    // When neither worked the text stays selected, and the button says which keys to press.
    button.dataset.copied = copied ? 'yes' : 'no';
    setTimeout(() => delete button.dataset.copied, 4000);
  };

  const download = (button) => {
    const text = document.getElementById(button.dataset.download)?.textContent ?? '';
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = button.dataset.filename;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };

  // A whole key pasted into a search box never leaves the browser: only its hint does. Runs before Blazor's own listener, which
  // sits on the document. The server cleans again (ApiKeyQuery.CleanSearch).
  window.addEventListener('input', (event) => {
    const box = event.target;
    if (box instanceof HTMLInputElement && box.type === 'search') {
      const whole = box.value.match(/kitty_[0-9A-Za-z]{42}(?![0-9A-Za-z])/);
      const hint = box.value.match(/kitty_[0-9A-Za-z]{4}(?=[0-9A-Za-z])/);
      if (hint) box.value = hint[0];
      if (box.id === 'find' && !finders.has(box)) early = box.value;
      if (whole && finders.has(box) && globalThis.crypto?.subtle) {
        event.stopImmediatePropagation();
        findKey(box, whole[0]);
      }
    }
  }, true);

  document.addEventListener('click', (event) => {
    const button = event.target.closest?.('button');
    if (button?.dataset.copy) copy(button);
    else if (button?.dataset.download) download(button);
    else if (button && 'reload' in button.dataset) location.reload();
    // A result is being opened.
    if (event.target.closest?.('#find-results a')) document.getElementById('find').value = '';
    // An open panel closes with a click elsewhere, or on a choice that needs no other.
    for (const open of document.querySelectorAll('details.ck-popup[open]')) {
      if (button && 'closesPopup' in button.dataset && open.contains(button)) {
        open.querySelector('summary').focus();
        open.open = false;
      }
      if (!open.contains(event.target)) open.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    const find = document.getElementById('find');
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === 'k' && find) {
      event.preventDefault();
      find.focus();
      find.select();
      return;
    }
    // Emptied here and now: an answer from the server would come after the next letters.
    if (event.target === find && event.key === 'Escape') find.value = '';
    // In a list of results the arrows choose, and the caret stays. Enter chooses too: on a slow line it comes before the list is seen,
    // and must not send the form instead.
    if (event.target.getAttribute?.('role') === 'combobox' && ['ArrowUp', 'ArrowDown', 'Enter'].includes(event.key)) event.preventDefault();
  }, true);
  // A dialog that names its first button begins there, once, whatever is before it.
  document.addEventListener('focusin', (event) => {
    const first = event.target.closest?.('.mud-dialog')?.querySelector('[data-first-focus]');
    if (!first) return;
    delete first.dataset.firstFocus;
    first.focus();
  });
  // A click beside the field closes its list, as Esc does.
  document.addEventListener('pointerdown', (event) => {
    const find = document.getElementById('find');
    if (find?.getAttribute('aria-expanded') === 'true' && !find.parentElement.contains(event.target)) {
      find.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    // The menu of narrow screens.
    const menu = document.querySelector('.ck-nav-toggle[aria-expanded=true]');
    if (menu?.offsetParent && !document.querySelector('.mud-dialog')) {
      menu.click();
      menu.focus();
    }
    for (const open of document.querySelectorAll('details.ck-popup[open]')) {
      open.open = false;
      open.querySelector('summary').focus();
    }
  });
  // A panel closes when the focus leaves it by keyboard.
  document.addEventListener('focusout', (event) => {
    const open = event.target.closest?.('details.ck-popup[open]');
    if (open && event.relatedTarget && !open.contains(event.relatedTarget)) open.open = false;
  });

  // A server that does not answer is noticed at the next click, not when SignalR gives up half a minute later. The circuit answers at once,
  // however long the work of the click takes.
  const notice = document.getElementById('no-answer');
  const lost = document.getElementById('components-reconnect-modal');
  let asked = 0;
  const ask = () => {
    if (!notice || !document.body.dataset.interactive || Date.now() - asked < 10000) return;
    asked = Date.now();
    const late = setTimeout(() => {
      // A connection that is known to be lost has its own notice.
      notice.hidden = /components-reconnect-(show|retrying|paused|failed|rejected)/.test(lost.className);
    }, 1500);
    const answered = () => {
      clearTimeout(late);
      asked = 0;
      notice.hidden = true;
    };
    try {
      globalThis.DotNet.invokeMethodAsync('CommerceKitty.Admin', 'Answer').then(answered, answered);
    } catch {
      answered();
    }
  };
  if (lost) {
    new MutationObserver(() => {
      asked = 0;
      notice.hidden = true;
    }).observe(lost, { attributes: true, attributeFilter: ['class'] });
  }
  for (const kind of ['click', 'change', 'submit']) document.addEventListener(kind, () => setTimeout(ask, 800));

  // The focus never falls to the body: when what had it goes or is disabled, the nearest that is left takes it, and at last the heading.
  // What the server gives the focus to has it first.
  const refocusDelay = 400;
  const focusable = 'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), summary, [tabindex]';
  const targets = (area) => [...area.querySelectorAll(focusable)].filter((e) => e.tabIndex >= 0 && e.getClientRects().length > 0);
  const isLost = (element) => !element.isConnected || element.matches(':disabled') || element.getClientRects().length === 0;
  const isNowhere = () => !document.activeElement || document.activeElement === document.body;
  // What last had the focus in a dialog, or in the page: where it goes on when a dialog above is closed.
  const focusPlaces = new WeakMap();
  const placeOf = (element) => element.closest('.mud-dialog, main, nav, header');
  let last = null;
  document.addEventListener('focusin', ({ target }) => {
    last = { target, areas: [] };
    if (placeOf(target)) focusPlaces.set(placeOf(target), target);
    for (let area = target.parentElement; area && area !== document.body; area = area.parentElement) {
      last.areas.push([area, targets(area).indexOf(target)]);
      if (area.matches('main, nav, header, .mud-dialog')) break;
    }
  });
  document.addEventListener('focusout', ({ target }) => setTimeout(() => {
    // A click beside everything.
    if (last?.target === target && isNowhere() && !isLost(target)) last = null;
  }));
  const refocus = () => {
    if (!last || !isNowhere() || !isLost(last.target)) return;
    for (const [area, index] of last.areas) {
      const left = area.isConnected ? targets(area) : [];
      if (left.length === 0) continue;
      left[Math.min(Math.max(index, 0), left.length - 1)].focus({ preventScroll: true });
      return;
    }
    const area = [...document.querySelectorAll('.mud-dialog')].at(-1) ?? document.querySelector('main');
    const place = focusPlaces.get(area);
    if (place && !isLost(place)) place.focus({ preventScroll: true });
    else (area?.querySelector('h1[tabindex]') ?? (area && targets(area)[0]))?.focus({ preventScroll: true });
  };
  new MutationObserver(() => {
    if (last && isNowhere() && isLost(last.target)) setTimeout(refocus, refocusDelay);
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['disabled', 'hidden', 'class'] });

  // A form outside the shell is sent once: a second click while the server works does nothing. After a while, or after going back in
  // the browser, it can be sent again.
  const sent = new WeakSet();
  document.addEventListener('submit', (event) => {
    if (event.target.method !== 'post') return;
    if (sent.has(event.target)) event.preventDefault();
    sent.add(event.target);
    setTimeout(() => sent.delete(event.target), 5000);
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.forms) sent.delete(form);
  });

  // Outside the shell the whole page is loaded again: then the first wrong field has the focus.
  for (const form of document.querySelectorAll('form[method=post]')) {
    if (form.querySelector('[aria-invalid=true]')) focusForm(form);
  }

  // A link from an email carries its token behind the #, where no server and no log sees it. It leaves the address at once.
  const openLink = () => {
    const field = document.querySelector('input[data-link-token]');
    if (!field || location.hash.length < 2) return;
    field.value = location.hash.slice(1);
    history.replaceState(null, '', location.pathname);
    field.form.submit();
  };
  addEventListener('hashchange', openLink);
  openLink();
  timeZone();
  // A page without a circuit has everything once it is loaded.
  addEventListener('load', () => document.querySelector('script[src*="MudBlazor"]') ?? useFonts());


  // The colours that the system asks for, where nobody chose any here. Browsers that do not send them with the first request load it again.
  const hasCookie = (name) => document.cookie.split('; ').some((cookie) => cookie.startsWith(`${name}=`));
  const scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const isFirst = !hasCookie('system-theme');
  setCookie('system-theme', scheme);
  if (isFirst && !hasCookie('theme') && hasCookie('system-theme') && !document.documentElement.classList.contains(scheme)) location.reload();
})();
