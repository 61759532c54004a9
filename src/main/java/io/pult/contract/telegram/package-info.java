/** Accounts of Telegram, their proxies and sessions, and what can be done through them. */
@NullMarked
package io.pult.contract.telegram;

import org.jspecify.annotations.NullMarked;
