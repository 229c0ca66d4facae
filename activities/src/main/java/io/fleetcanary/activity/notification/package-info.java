/** The ways to people: webhooks, chats, e-mail. */
@NullMarked
package io.fleetcanary.activity.notification;

import org.jspecify.annotations.NullMarked;
