/**
 * What an operator and a proxy see: request ids, headers, logs, metrics, health, version, the served contract and its
 * documentation, the page's files, starting and stopping.
 */
@NullMarked
package dev.viva.ops;

import org.jspecify.annotations.NullMarked;
