/** Tests of sessions: their parts alone, and whole sessions against a server that is scripted or a stand-in data centre. */
@NullMarked
package io.pult.mtproto.session;

import org.jspecify.annotations.NullMarked;
