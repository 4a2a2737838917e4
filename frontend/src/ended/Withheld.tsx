import type { DeviceSession } from '../device/sessions';
import { dayAndTime } from '../time/words';
import { Button } from '../ui/Button';
import { Icon } from '../ui/icons';

interface Props {
  device: DeviceSession | undefined;
  onLook: () => void;
}

/** After an exam, until faculty release it: that it is handed in, and what comes next. */
export function Withheld({ device, onLook }: Props) {
  const code = device?.participant?.name;
  return (
    <section className="kept" aria-labelledby="withheld-title">
      <div className="verdict good" role="status">
        <Icon name="check" />
        <div>
          <h2 id="withheld-title" className="verdict-title">
            Your exam is handed in
          </h2>
          <p>
            The service has closed it. You can read the conversation and what it shows when your teachers
            release the results: here, or under “My encounters”.
          </p>
          {device && device.grantExpiresAt < Number.MAX_SAFE_INTEGER && (
            <p>
              Without a login, this device can read it until {dayAndTime(device.grantExpiresAt)}. After that,
              ask your teachers.
            </p>
          )}
          {code && (
            <p>
              Your teachers see you as <strong className="code">{code}</strong>. Note it down if they announce
              results by code.
            </p>
          )}
        </div>
      </div>
      <div className="actions">
        <Button onClick={onLook}>Look again</Button>
      </div>
    </section>
  );
}
