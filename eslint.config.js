import playwright from 'eslint-plugin-playwright';
import tseslint from 'typescript-eslint';

const forbid = (...patterns) => ({
  'no-restricted-imports': ['error', { patterns: patterns.map(([group, message]) => ({ group, message })) }],
});

export default tseslint.config(
  {
    ignores: [
      'node_modules',
      '.build',
      '.lab',
      'reports/out',
      '**/assets/*.js',
      'docs/examples',
      'eslint.config.js',
      'start.mjs',
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/require-await': 'off',
      // Areas add their ids to the harness by declaration merging.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'always' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['endpoint/**/*.ts'],
    rules: forbid([['**/harness/**', '**/suites/**', '**/reports/**'], 'The endpoint imports nothing of ours.']),
  },
  {
    files: ['harness/**/*.ts'],
    rules: forbid(
      [
        ['**/endpoint/**', '**/suites/**', '**/reports/**'],
        'The harness imports neither the endpoint, nor suites, nor reports.',
      ],
      [['sip.js', 'sip.js/**'], 'sip.js lives only under endpoint/: the far end uses the SIP of the harness.'],
    ),
  },
  {
    files: ['harness/judge/**/*.ts', 'harness/evidence.ts', 'harness/evidence/**/*.ts', 'harness/verdict.ts'],
    rules: forbid([
      ['node:*', '**/lab/**', '**/tap/**', '**/dut/**', '**/bench/**'],
      'Judging is a pure function of evidence.',
    ]),
  },
  {
    files: ['suites/**/*.spec.ts'],
    plugins: { playwright },
    rules: {
      'playwright/no-focused-test': 'error',
      'playwright/no-conditional-in-test': 'error',
      'playwright/no-wait-for-timeout': 'error',
      'playwright/missing-playwright-await': 'error',
    },
  },
);
