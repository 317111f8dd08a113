//! The same work on many things, on all cores, with the results in the order of the things.
//!
//! It never decides what the work is. One thing alone is worked on without starting a thread.

use std::sync::{Mutex, mpsc};
use std::thread;
use std::time::Duration;

/// How often `tick` is called while the work goes on.
const TICK: Duration = Duration::from_millis(100);

/// Does `work` on every item. `tick` hears, a few times a second, how many are done.
pub(crate) fn map<T: Send, R: Send>(items: Vec<T>, work: impl Fn(T) -> R + Sync, mut tick: impl FnMut(usize)) -> Vec<R> {
    let workers = thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if workers <= 1 {
        return items.into_iter().map(work).collect();
    }
    let mut results: Vec<Option<R>> = items.iter().map(|_| None).collect();
    let queue = Mutex::new(items.into_iter().enumerate());
    let (sender, receiver) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..workers {
            let (sender, queue, work) = (sender.clone(), &queue, &work);
            scope.spawn(move || {
                // A poisoned lock means that another worker has panicked; the scope passes that on.
                while let Some((at, item)) = queue.lock().ok().and_then(|mut queue| queue.next()) {
                    if sender.send((at, work(item))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        let mut done = 0;
        loop {
            match receiver.recv_timeout(TICK) {
                Ok((at, result)) => {
                    done += 1;
                    if let Some(slot) = results.get_mut(at) {
                        *slot = Some(result);
                    }
                    if done % 64 == 0 {
                        tick(done);
                    }
                }
                Err(mpsc::RecvTimeoutError::Timeout) => tick(done),
                Err(mpsc::RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    results.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::map;

    #[test]
    fn results_keep_the_order_of_the_items() {
        for count in [0_u32, 1, 2, 1_000] {
            let doubled = map((0..count).collect(), |n| n * 2, |_| {});
            assert_eq!(doubled, (0..count).map(|n| n * 2).collect::<Vec<_>>());
        }
    }
}
