import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [react()],
  worker: { format: 'es' },
  build: { outDir: 'dist/app', target: 'es2024' },
  test: { projects: [{ test: { name: 'unit', include: ['src/**/*.test.ts'] } }] },
})
