// What is packed in a template, for the scripts that follow; each block is unpacked once. packing.py says how.
const tematika = (() => {
  const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%,()*+-;.=/?@^_`{|}~";
  const VALUES = new Uint8Array(128);
  [...DIGITS].forEach((digit, value) => { VALUES[digit.charCodeAt(0)] = value; });
  const bytes = (text) => {
    const fives = text.padEnd(Math.ceil(text.length / 5) * 5, "~");
    const view = new DataView(new ArrayBuffer((fives.length / 5) * 4));
    for (let at = 0; at < fives.length; at += 5) {
      let value = 0;
      for (let k = at; k < at + 5; k += 1) value = value * 85 + VALUES[fives.charCodeAt(k)];
      view.setUint32((at / 5) * 4, value);
    }
    return new Uint8Array(view.buffer, 0, Math.floor((text.length * 4) / 5));
  };
  const ids = ({ prefix, width, ids: told }) => {
    const digits = Array.from(atob(told), (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
    return Array.from({ length: digits.length / width }, (_, k) => prefix + digits.slice(k * width, (k + 1) * width));
  };
  const apart = (column) => {
    if (typeof column === "string") return column.split("\x7f");
    return Array.isArray(column) ? column : ids(column);
  };
  const unpacked = new Map();
  const read = async (block) => {
    const packed = bytes(block.content.textContent.trim());
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const told = JSON.parse(new TextDecoder("windows-1251").decode(await new Response(stream).arrayBuffer()));
    return Object.fromEntries(Object.entries(told).map(([name, column]) => [name, apart(column)]));
  };
  return {
    unpack: (block) => {
      if (!unpacked.has(block)) unpacked.set(block, read(block));
      return unpacked.get(block);
    },
  };
})();
