// What is packed in a template, for the scripts that follow; each block is unpacked once.
const tematika = (() => {
  const unpacked = new Map();
  const read = async (block) => {
    const packed = Uint8Array.from(atob(block.content.textContent.trim()), (char) => char.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  };
  return {
    unpack: (block) => {
      if (!unpacked.has(block)) unpacked.set(block, read(block));
      return unpacked.get(block);
    },
  };
})();
