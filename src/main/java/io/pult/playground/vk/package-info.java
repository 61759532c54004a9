/**
 * A stand-in of the VK API (v5.199) and of VK ID's token endpoint for play mode and tests: the calls, budgets, errors and
 * outages that the token pool has to live with, plus an admin side channel that sets them up and counts what was done.
 *
 * <p>It answers on 127.0.0.1 only and has no authentication of its own, so no real token belongs in it. It cannot prove
 * that VK behaves the same way. Undisclosed, and chosen here: the texts of errors 7, 8 and 14 and of a missing scope, the
 * length of VK's "second" (a setting), the daily quotas, the size that breaks an {@code execute} (a setting), that a
 * {@code count} beyond the maximum is refused rather than cut, and which HTTP status goes with which error of VK ID.
 * VKScript is understood in the two forms that client libraries send and in no other. Names are not inflected by
 * {@code name_case}. Nothing here survives a restart, but a refresh token that was given out before is taken once more.
 */
@NullMarked
package io.pult.playground.vk;

import org.jspecify.annotations.NullMarked;
