export default { test: { setupFiles: ['./setup.ts'], include: [] } };
