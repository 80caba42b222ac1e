// The widget's own sentences in one language, from the files that translators edit.

export class Words {
  constructor(data) {
    Object.assign(this, { language: data.language, dir: data.dir, languages: data.languages, countries: data.countries });
    this.asksConsent = data.asks_consent;
    this.written = data.written;
    this.texts = data.texts;
  }

  /** What stands at a dotted key; nothing when there is no such key. */
  get(key) {
    return key.split(".").reduce((found, part) => (found === undefined ? found : found[part]), this.texts);
  }

  /** The sentence at a dotted key with its {braces} filled in. */
  say(key, values = {}) {
    return String(this.get(key) ?? "").replace(/\{(\w+)\}/g, (slot, name) => (name in values ? String(values[name]) : slot));
  }

  /** Kind and year in plain words, as in "systematic review, 2019". */
  badge(citation) {
    const kind = this.get("kinds")[citation.kind] || citation.kind.replaceAll("-", " ");
    return citation.year ? `${kind}, ${citation.year}` : kind;
  }

  /** Countries by name, as this language sorts them. */
  countryNames() {
    const names = new Intl.DisplayNames([this.language], { type: "region" });
    const named = this.countries.map((code) => ({ code, name: names.of(code) || code }));
    return named.sort((a, b) => a.name.localeCompare(b.name, this.language));
  }
}

export const capital = (text) => text.charAt(0).toLocaleUpperCase() + text.slice(1);
