/**
 * A stand-in of the VK API (v5.199) for play mode and tests: the calls, budgets, errors and outages that the token pool
 * has to live with, plus an admin side channel that sets them up.
 *
 * <p>It answers on 127.0.0.1 only and has no authentication of its own, so no real token belongs in it. It cannot prove
 * that VK behaves the same way: texts of errors 7, 8 and 14, the length of VK's "second" and the daily quotas are
 * undisclosed, and VKScript is understood in the two forms that client libraries send and in no other. Names are not
 * inflected by {@code name_case}. Nothing here survives a restart.
 */
@NullMarked
package io.pult.playground.vk;

import org.jspecify.annotations.NullMarked;
