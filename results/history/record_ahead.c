// SPDX-License-Identifier: GPL-2.0-only
/* Threads that read records ahead, a few and no more: each may be tens of megabytes in memory. */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record_ahead.h"

#define THREADS_MAX 4
#define SLOTS	    (2 * THREADS_MAX)

/* One file: empty, being read, or ready. */
struct slot {
	bool ready;
	int err;
	struct pmk_rec rec;
	char error[PMK_REC_ERROR_BYTES];
};

struct pmk_ahead {
	char *const *paths;
	size_t n, n_begun, n_taken;
	bool stop;
	struct slot slots[SLOTS];
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t n_threads;
	pthread_t threads[THREADS_MAX];
};

/* Number of the next file, once there is a slot for it; n if there is none left. */
static size_t begin(struct pmk_ahead *ahead)
{
	while (!ahead->stop && ahead->n_begun < ahead->n &&
	       ahead->n_begun >= ahead->n_taken + SLOTS)
		pthread_cond_wait(&ahead->changed, &ahead->lock);
	return ahead->stop || ahead->n_begun == ahead->n ? ahead->n : ahead->n_begun++;
}

static void *read_files(void *argument)
{
	struct pmk_ahead *ahead = argument;
	size_t i;

	pthread_mutex_lock(&ahead->lock);
	while ((i = begin(ahead)) < ahead->n) {
		struct slot *slot = &ahead->slots[i % SLOTS];

		pthread_mutex_unlock(&ahead->lock);
		slot->err = pmk_rec_read(ahead->paths[i], &slot->rec, slot->error);
		pthread_mutex_lock(&ahead->lock);
		slot->ready = true;
		pthread_cond_broadcast(&ahead->changed);
	}
	pthread_mutex_unlock(&ahead->lock);
	return NULL;
}

struct pmk_ahead *pmk_ahead_start(char *const paths[], size_t n)
{
	struct pmk_ahead *ahead = calloc(1, sizeof(*ahead));
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	size_t wanted = processors < 1 ? 1 : (size_t)processors;
	int err = 0;

	if (!ahead)
		return NULL;
	ahead->paths = paths;
	ahead->n = n;
	pthread_mutex_init(&ahead->lock, NULL);
	pthread_cond_init(&ahead->changed, NULL);
	wanted = wanted > n ? n : wanted;
	while (!err && ahead->n_threads < wanted && ahead->n_threads < THREADS_MAX) {
		err = pthread_create(&ahead->threads[ahead->n_threads], NULL, read_files, ahead);
		ahead->n_threads += !err;
	}
	if (ahead->n_threads || !n)
		return ahead;
	pmk_ahead_stop(ahead);
	errno = err;
	return NULL;
}

int pmk_ahead_next(struct pmk_ahead *ahead, struct pmk_rec *rec, char error[PMK_REC_ERROR_BYTES])
{
	struct slot *slot = &ahead->slots[ahead->n_taken % SLOTS];
	int err;

	pthread_mutex_lock(&ahead->lock);
	while (!slot->ready)
		pthread_cond_wait(&ahead->changed, &ahead->lock);
	err = slot->err;
	*rec = slot->rec;
	memcpy(error, slot->error, PMK_REC_ERROR_BYTES);
	slot->ready = false;
	ahead->n_taken++;
	pthread_cond_broadcast(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	return err;
}

void pmk_ahead_stop(struct pmk_ahead *ahead)
{
	pthread_mutex_lock(&ahead->lock);
	ahead->stop = true;
	pthread_cond_broadcast(&ahead->changed);
	pthread_mutex_unlock(&ahead->lock);
	for (size_t i = 0; i < ahead->n_threads; i++)
		pthread_join(ahead->threads[i], NULL);
	for (size_t i = 0; i < SLOTS; i++)
		if (ahead->slots[i].ready && !ahead->slots[i].err)
			pmk_rec_free(&ahead->slots[i].rec);
	pthread_cond_destroy(&ahead->changed);
	pthread_mutex_destroy(&ahead->lock);
	free(ahead);
}
