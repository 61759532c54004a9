import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './ui/app.css';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { startI18n } from './i18n';
import { findPlatform, platform } from './platform';
import { start } from './session/session';

await findPlatform();
await startI18n();
void start();
createRoot(document.getElementById('app')!).render(<App />);
platform().ready();
