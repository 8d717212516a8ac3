// On every page: local times, the search key, the list of keys.

import "./search.js";
import "./times.js";
import { onKey } from "./keys.js";

onKey("/", () => {
  const search = [...document.querySelectorAll("input[type=search]")].find((input) => input.offsetParent !== null);
  if (!search) return false;
  search.focus();
  search.select();
});

const keys = document.getElementById("keys");
onKey("?", () => keys.showModal());
