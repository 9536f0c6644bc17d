/** When each data group last changed: stamps, the touch log and its replica, change scopes. */
@NullMarked
package dev.etagere.index;

import org.jspecify.annotations.NullMarked;
